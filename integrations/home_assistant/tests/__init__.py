"""The integration under the test helpers of Home Assistant. These tests run with its Python, not with the coach's."""
