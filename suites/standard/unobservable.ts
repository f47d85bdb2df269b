import type { RequirementId } from './requirement-ids.ts';
import type { Requirement } from './requirements.ts';

const authors = 'It is addressed to those who define formats, events or profiles, not to an endpoint.';
const inside = 'It happens inside the implementation and shows in no message.';
const policy = 'It is a matter of policy and agreements between people; nothing on the wire shows it.';

/** Why a row that no message can show to be kept or broken cannot be judged. */
const reasons: Readonly<Partial<Record<RequirementId, string>>> = {
  'SSF-2-01': authors,
  'SSF-4.1.8-04': 'It only shows between several Receivers that work together.',
  'SSF-7.2-01':
    'That the Receiver refuses an issuer without TLS can be seen; that it trusts the origin of the URL cannot.',
  'SSF-8.1-02': 'The management API has no parameter for a subject any more, so there is nothing to ask.',
  'SSF-8.1.1-11': 'It may be made known in documentation, which no run reads.',
  'SSF-8.1.4.2-09': 'It is published in documentation, which no run reads.',
  'SSF-9.2-04': policy,
  'SSF-10.1-01': policy,
  'SSF-10.1-02': policy,
  'SSF-10.3.1-01': policy,
  'SSF-10.3.1-02': policy,
  'SSF-10.3.2-01': policy,
  'RISC-2.5-06': 'Nothing on the wire shows who is the authority over an identifier.',
  'RISC-2.5-07': 'Nothing on the wire shows who is the authority over an identifier.',
  'RISC-2.8-01': 'It is a feature for end users of the product, not a message.',
  'CAEP-INTEROP-1-02': 'It says how verdicts are to be read, and asks nothing of an endpoint.',
  'CAEP-INTEROP-2509-2.3.5-03': 'It is stated in documentation, which no run reads.',
  'CAEP-INTEROP-2.7.1-04':
    'It says who may run the authorization server; nothing on the wire shows who does.',
  'CAEP-INTEROP-2.7.3-01': 'What a scope is used for elsewhere shows in no message to us.',
  'RFC8417-2.1-01': 'It is an example that newer standards have replaced.',
  'RFC8417-3-01': authors,
  'RFC8417-5.1-04': 'TLS can be seen, and is judged by other rules; other protection cannot.',
  'RFC8417-5.3-02': authors,
  'RFC8417-6-01': policy,
  'RFC8935-2-12': 'It would only show if the Receiver lost its memory right after it acknowledged.',
  'RFC8935-4-01': 'It asks people to weigh something; only what they chose can be seen.',
  'RFC8935-6-01': policy,
  'RFC8936-4.3-01': 'TLS can be seen, and is judged by other rules; other protection cannot.',
  'RFC8936-4.4-01': 'Only single consequences can be seen, and other rules judge them.',
  'RFC8936-5-01': policy,
  'RFC9493-3-03': authors,
  'RFC9493-3-04': authors,
  'RFC9493-3.2.2-05':
    'Only mail that arrives would show it; the form of the address is judged by other rules.',
  'RFC9493-5-01': authors,
  'RFC9493-6.1-01': policy,
};

/** Why no run can judge a row, in a sentence; null for a row that shows in traffic or with a hook. */
export function whyUnobservable(row: Requirement): string | null {
  if (row.observable !== 'not-observable') return null;
  return reasons[row.id] ?? inside;
}
