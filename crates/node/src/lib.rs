//! The catalogue of services, their start and stop order, and their readiness.
