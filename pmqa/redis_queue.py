"""The queue of background jobs in Redis, by PMQA_BROKER_URL: as in the database, no task is lost with its worker.

django-q2's own queue in Redis forgets a task when it is handed out; here it is set aside until it is acknowledged, and
put back when that takes too long.
"""

import time
from typing import Any

from django_q.brokers.redis_broker import Redis
from django_q.conf import Conf

# What was handed out too long ago goes back first; then the oldest is handed out. All go by the clock of Redis.
TAKE = """
local now = tonumber(redis.call('TIME')[1])
for _, task in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
  redis.call('ZREM', KEYS[2], task)
  redis.call('RPUSH', KEYS[1], task)
end
local task = redis.call('LPOP', KEYS[1])
if task then redis.call('ZADD', KEYS[2], now + tonumber(ARGV[1]), task) end
return task
"""


class RedisQueue(Redis):  # type: ignore[misc]
    """A list of what waits, and a set, by the time until which it may last, of what was handed out."""

    @property
    def handed_out(self) -> str:
        return f"{self.list_key}:handed-out"

    def dequeue(self) -> list[tuple[bytes, bytes]] | None:
        task = self.connection.eval(TAKE, 2, self.list_key, self.handed_out, Conf.RETRY)
        if task:
            # A task is signed with an id of its own: it is its own receipt.
            return [(task, task)]
        time.sleep(Conf.POLL)
        return None

    def acknowledge(self, task_id: bytes) -> None:
        self.connection.zrem(self.handed_out, task_id)

    def fail(self, task_id: bytes) -> None:
        self.acknowledge(task_id)

    def lock_size(self) -> int:
        return int(self.connection.zcard(self.handed_out))

    def delete_queue(self) -> Any:
        return self.connection.delete(self.list_key, self.handed_out)

    def purge_queue(self) -> Any:
        return self.delete_queue()
