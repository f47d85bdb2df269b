import { proofSuite } from './proof-suite.ts';
import { sides } from './sides.ts';

proofSuite(sides.transmitter, 1, 2);
