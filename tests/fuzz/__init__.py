"""Whatever comes in from outside, the answer is an answer or an error of ours: 20,000 inputs in `make test`, a million with `--long`."""
