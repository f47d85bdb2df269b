export { oktaEventTypes } from './event-types.ts';
export { startOktaItp } from './start.ts';
export { startOktaTransmitter } from './start-transmitter.ts';
export { createOktaTransmitter } from './transmitter.ts';
