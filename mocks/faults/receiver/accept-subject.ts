import type { Examined } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { refuseWhen, subjectOf } from './support/refuse-when.ts';

type Subject = Record<string, unknown>;

/** Refuses subjects of a format that are well-formed all the same. */
function refuses(
  name: string,
  breaks: string,
  summary: string,
  objectionable: (subject: Subject, set: Examined) => boolean,
): ReceiverFault {
  return {
    name,
    breaks,
    summary,
    seams: () => refuseWhen('subject', (set) => objectionable(subjectOf(set), set)),
  };
}

const MEMBERS = ['format', 'user', 'device', 'session', 'application', 'tenant', 'org_unit', 'group'];

export const faults: readonly ReceiverFault[] = [
  refuses(
    'receiver-refuses-encoded-accounts',
    'RFC9493-3.2.1-04',
    'Refuses account subjects with percent-encoded characters.',
    ({ format, uri }) => format === 'account' && String(uri).includes('%'),
  ),
  refuses(
    'receiver-refuses-plus-addresses',
    'RFC9493-3.2.2-04',
    'Refuses e-mail addresses with a plus sign.',
    ({ format, email }) => format === 'email' && String(email).includes('+'),
  ),
  refuses(
    'receiver-refuses-barred-subs',
    'RFC9493-3.2.3-04',
    'Refuses iss_sub subjects whose sub has a vertical bar.',
    ({ format, sub }) => format === 'iss_sub' && String(sub).includes('|'),
  ),
  refuses(
    'receiver-refuses-unusual-opaque-ids',
    'RFC9493-3.2.4-04',
    'Refuses opaque identifiers with blanks.',
    ({ format, id }) => format === 'opaque' && String(id).includes(' '),
  ),
  refuses(
    'receiver-refuses-foreign-numbers',
    'RFC9493-3.2.5-04',
    'Refuses telephone numbers outside the USA.',
    ({ format, phone_number }) => format === 'phone_number' && !String(phone_number).startsWith('+1'),
  ),
  refuses(
    'receiver-refuses-did-urls',
    'RFC9493-3.2.6-04',
    'Refuses DID URLs that are more than a DID.',
    ({ format, url }) => format === 'did' && /[/?#]/.test(String(url)),
  ),
  refuses(
    'receiver-refuses-urns',
    'RFC9493-3.2.7-04',
    'Refuses uri subjects that are no URL.',
    ({ format, uri }) => format === 'uri' && String(uri).startsWith('urn:'),
  ),
  refuses(
    'receiver-refuses-unknown-aliases',
    'RFC9493-3.2.8-08',
    'Refuses aliases with more than one identifier.',
    ({ format, identifiers }) => format === 'aliases' && Array.isArray(identifiers) && identifiers.length > 1,
  ),
  refuses(
    'receiver-refuses-unusual-jwt-ids',
    'RFC8935-2.2-01',
    'Refuses jwt_id subjects whose jti is no UUID.',
    ({ format, jti }, { delivery }) =>
      delivery === 'push' && format === 'jwt_id' && !/^[0-9a-f-]{36}$/i.test(String(jti)),
  ),
  refuses(
    'receiver-refuses-saml-issuer-names',
    'RFC8935-2.2-01',
    'Refuses saml_assertion_id subjects whose issuer is no URL.',
    ({ format, issuer }, { delivery }) =>
      delivery === 'push' && format === 'saml_assertion_id' && !String(issuer).startsWith('https:'),
  ),
  refuses(
    'receiver-refuses-single-ip-addresses',
    'RFC8935-2.2-01',
    'Refuses ip-addresses subjects with one address.',
    (subject, { delivery }) => {
      const addresses = subject['ip-addresses'];
      return delivery === 'push' && Array.isArray(addresses) && addresses.length === 1;
    },
  ),
  refuses(
    'receiver-refuses-iss-sub',
    'CAEP-INTEROP-2.5-02',
    'Does not know the subject format iss_sub.',
    ({ format }) => format === 'iss_sub',
  ),
  refuses(
    'receiver-refuses-subjects-of-other-issuers',
    'RFC9493-4.2-02',
    'Refuses iss_sub subjects whose iss is not that of the SET.',
    ({ format, iss }, { claims }) => format === 'iss_sub' && iss !== claims.iss,
  ),
  refuses(
    'receiver-refuses-complex-subjects-of-groups',
    'SSF-3.6-01',
    'Refuses complex subjects with a group.',
    ({ format, group }) => format === 'complex' && group !== undefined,
  ),
  refuses(
    'receiver-refuses-unknown-complex-members',
    'SSF-3.3-12',
    'Refuses complex subjects with a member that it does not know, critical or not.',
    (subject) => subject.format === 'complex' && Object.keys(subject).some((name) => !MEMBERS.includes(name)),
  ),
];
