//! What a Realmwire service is written with: client, server, status, context, resilience, events, telemetry, health, testing.
