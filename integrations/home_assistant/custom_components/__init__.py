"""Where Home Assistant looks for integrations; a package, so that the tests' helpers find this one and not their own."""
