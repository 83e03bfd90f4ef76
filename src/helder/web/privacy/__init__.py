"""What Helder keeps of one customer, handed over and erased, in the store and in the application's own database."""
