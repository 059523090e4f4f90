"""Letters are sent by the worker; what did not arrive, or belongs to nothing, does not lie about for ever."""

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.letters import actions, receiving

hooks.add("worker.kinds", lambda: (actions.KIND, actions.send))
hooks.add("worker.clocks", actions.give_up)
hooks.add("worker.clocks", receiving.forget_unplaced)
