"""What tests of the channels share with other rooms: a store on each kind of database, and the state that all processes have in common."""

from tests.memory.conftest import chosen, clock, empty_database, empty_file, memory, opening, postgresql, shared_database, sqlite  # noqa: F401
from tests.shared_state.fixtures import opening_state, redis_server  # noqa: F401 - pytest finds them by their names here
