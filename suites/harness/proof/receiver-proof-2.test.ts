import { proofSuite } from './proof-suite.ts';
import { sides } from './sides.ts';

proofSuite(sides.receiver, 2, 2);
