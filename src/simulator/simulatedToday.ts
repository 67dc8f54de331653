/** The date in the simulated network, ISO 8601: invented, within the validity of its certificates. */
export const SIMULATED_TODAY = '2026-07-01T00:00:00Z';
