/** How long an event waits that comes too late, ms: longer than the limit `delivery` of whoever looks for the fault. */
export const LATE_EVENT_MS = 5_200;

/** How long an effect surely cannot be seen that comes too late, ms: longer than the limit `effect` of whoever looks for the fault. */
export const LATE_EFFECT_MS = 2_500;
