"""What all processes of one coach must agree on while it runs: whose turn it is, how often somebody came, and small things for a while."""
