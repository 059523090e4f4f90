"""Letters are sent by the worker."""

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.letters import actions

hooks.add("worker.kinds", lambda: (actions.KIND, actions.send))
