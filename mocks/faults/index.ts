import type { Fault } from './fault.ts';


/** Every fault of the reference Transmitter. */
export const faults: readonly Fault[] = [

];
