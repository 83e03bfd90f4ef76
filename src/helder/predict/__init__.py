"""What models foretell of customers, written into the table of predictions."""

from helder.predict.lifetime_value import Foretold, Group, lifetime_value

__all__ = ["Foretold", "Group", "lifetime_value"]
