"""What the product is made of: known holes, licences, and that what is accepted cannot be reached."""
