//! Real servers for tests: nats-server and Redis, started on free ports and stopped on drop.
