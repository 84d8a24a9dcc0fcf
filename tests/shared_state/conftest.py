"""The fixtures of this room."""

from tests.shared_state.fixtures import opening_state, redis_server  # noqa: F401 - pytest finds them by their names here
