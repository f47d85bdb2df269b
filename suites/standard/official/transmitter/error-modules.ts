import type { Condition, OfficialModule, RequestKind } from '../condition.ts';
import { create, start, status, throwaway } from './blocks.ts';

const PREFIX = 'openid-ssf-stream-control-error-';

interface Error {
  id: string;
  name: string;
  /** Under the CAEP profile it does not apply. */
  plain?: true;
  before?: readonly Condition[];
  of: RequestKind;
  expected: readonly number[];
  about: string;
  checks: readonly string[];
  weak?: OfficialModule['weak'];
}

/** T3 to T15: requests that are to be refused. */
const errors: readonly Error[] = [
  {
    id: 'T3',
    name: 'create-stream-with-broken-input',
    of: 'create-broken',
    expected: [400],
    about: 'creating with a body that is not JSON is answered 400',
    checks: ['create-stream/broken-json'],
  },
  {
    id: 'T4',
    name: 'create-stream-with-invalid-token',
    of: 'create-stranger',
    expected: [401],
    about: 'creating with a wrong token is answered 401',
    checks: ['authorization/create-stream'],
    weak: ['W-10'],
  },
  {
    id: 'T5',
    name: 'create-stream-with-duplicate-config',
    before: [
      ...create,
      status('create', [201], 'the first create request is answered 201', ['create-stream/created'], 'F'),
    ],
    of: 'create-second',
    expected: [201, 409],
    about: 'the second create request is answered 201 or 409',
    checks: ['create-stream/second'],
    weak: ['W-11'],
  },
  {
    id: 'T6',
    name: 'read-stream-with-invalid-token',
    of: 'list-stranger',
    expected: [401],
    about: 'reading with a wrong token is answered 401',
    checks: ['authorization/list-streams', 'authorization/read-stream'],
    weak: ['W-10'],
  },
  {
    id: 'T7',
    name: 'read-unknown-stream',
    before: throwaway,
    of: 'read-unknown',
    expected: [404],
    about: 'reading a deleted stream is answered 404',
    checks: ['read-stream/unknown-id', 'delete-stream/gone'],
  },
  {
    id: 'T8',
    name: 'update-stream-with-invalid-token',
    plain: true,
    of: 'update-stranger',
    expected: [400, 401],
    about: 'a PATCH with a wrong token is answered 400 or 401',
    checks: ['authorization/update-stream'],
    weak: ['W-10'],
  },
  {
    id: 'T9',
    name: 'update-stream-with-invalid-body',
    plain: true,
    of: 'update-broken',
    expected: [400],
    about: 'a PATCH with a body that is not JSON is answered 400',
    checks: ['update-stream/broken-json'],
  },
  {
    id: 'T10',
    name: 'update-unknown-stream',
    plain: true,
    before: throwaway,
    of: 'update-unknown',
    expected: [404],
    about: 'a PATCH of a deleted stream is answered 404',
    checks: ['update-stream/unknown-id'],
  },
  {
    id: 'T11',
    name: 'replace-stream-with-invalid-body',
    plain: true,
    of: 'replace-broken',
    expected: [400],
    about: 'a PUT with a body that is not JSON is answered 400',
    checks: ['replace-stream/broken-json'],
  },
  {
    id: 'T12',
    name: 'replace-stream-with-invalid-token',
    plain: true,
    of: 'replace-stranger',
    expected: [401],
    about: 'a PUT with a wrong token is answered 401',
    checks: ['authorization/replace-stream'],
    weak: ['W-10'],
  },
  {
    id: 'T13',
    name: 'replace-unknown-stream',
    plain: true,
    before: throwaway,
    of: 'replace-unknown',
    expected: [404],
    about: 'a PUT of a deleted stream is answered 404',
    checks: ['replace-stream/unknown-id'],
  },
  {
    id: 'T14',
    name: 'delete-stream-with-invalid-token',
    before: throwaway,
    of: 'delete-stranger',
    expected: [401],
    about: 'deleting with a wrong token is answered 401',
    checks: ['authorization/delete-stream'],
    weak: ['W-10'],
  },
  {
    id: 'T15',
    name: 'delete-unknown-stream',
    before: throwaway,
    of: 'delete-unknown',
    expected: [404],
    about: 'deleting a deleted stream is answered 404',
    checks: ['delete-stream/unknown-id', 'delete-stream/gone'],
  },
];

export const errorModules: readonly OfficialModule[] = errors.map(
  ({ id, name, plain, before = [], of, expected, about, checks, weak }) => ({
    id,
    name: PREFIX + name,
    role: 'transmitter',
    plans: plain === true ? ['plain'] : ['plain', 'caep'],
    ...(plain === true ? { only: { profile: 'default' } as const } : {}),
    conditions: [...start, ...before, status(of, expected, about, checks, 'F')],
    ...(weak === undefined ? {} : { weak }),
  }),
);
