"""What residents and strangers meet: reporting, joining, the trace page, published signals."""
