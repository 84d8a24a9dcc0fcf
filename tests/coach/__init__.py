"""The coach in pure Python: choosing, composing, answering."""
