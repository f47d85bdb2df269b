import { clientVariants } from './client-variants.ts';
import { examinationVariants } from './examination-variants.ts';
import { pollVariants } from './poll-variants.ts';
import { pushVariants } from './push-variants.ts';
import type { ReceiverVariant } from './variant.ts';

export const receiverVariants: readonly ReceiverVariant[] = [
  ...examinationVariants,
  ...clientVariants,
  ...pollVariants,
  ...pushVariants,
];
