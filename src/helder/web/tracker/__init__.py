"""What visitors do on a company's own sites: the script they load, and where it sends."""
