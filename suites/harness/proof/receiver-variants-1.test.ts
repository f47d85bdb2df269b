import { receiverVariantsSuite } from './receiver-variants-suite.ts';

receiverVariantsSuite(1, 2);
