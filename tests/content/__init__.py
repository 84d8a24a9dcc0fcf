"""The content gate: what every sentence of `data/coaching/` must do and must not do, alone and put together."""
