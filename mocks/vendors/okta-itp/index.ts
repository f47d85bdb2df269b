export { oktaEventTypes } from './event-types.ts';
export { type StartOktaItpOptions, startOktaItp } from './start.ts';
export { createOktaTransmitter, type OktaTransmitterOptions } from './transmitter.ts';
