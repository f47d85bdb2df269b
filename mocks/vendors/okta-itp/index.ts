export { oktaEventTypes } from './event-types.ts';
export { startOktaItp } from './start.ts';
export { createOktaTransmitter } from './transmitter.ts';
