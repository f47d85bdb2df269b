import { scenarioProofSuite } from './scenario-proof-suite.ts';

scenarioProofSuite(1, 2);
