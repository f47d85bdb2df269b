import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';
import { overlook } from './support/overlook.ts';

/** Faults in how the subject is judged. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-takes-missing-subject',
    breaks: 'SSF-3.1-02',
    summary: 'Takes SETs without sub_id.',
    seams: () => overlook(['subject'], ({ claims }) => claims.sub_id === undefined),
  },
  {
    name: 'receiver-takes-subject-without-format',
    breaks: 'RFC9493-3-08',
    summary: 'Takes a subject that does not say its format.',
    seams: () =>
      overlook(['subject'], ({ claims: { sub_id } }) => isObject(sub_id) && sub_id.format === undefined),
  },
  {
    name: 'receiver-takes-subject-without-members',
    breaks: 'RFC9493-3-08',
    summary: 'Takes an email subject without an address.',
    seams: () =>
      overlook(
        ['subject'],
        ({ claims: { sub_id } }) =>
          isObject(sub_id) && sub_id.format === 'email' && (sub_id.email ?? '') === '',
      ),
  },
  {
    name: 'receiver-takes-subject-that-is-no-object',
    breaks: 'RFC9493-3-08',
    summary: 'Takes a string for a subject.',
    seams: () => overlook(['subject'], ({ claims: { sub_id } }) => typeof sub_id === 'string'),
  },
];
