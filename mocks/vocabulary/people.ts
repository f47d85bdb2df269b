import type { Faker } from '@faker-js/faker';
import type { SubjectIdentifier } from './subject-formats.ts';

/** A user, named by the account at the identity provider. */
export function account(faker: Faker): SubjectIdentifier {
  return { format: 'iss_sub', iss: 'https://idp.example.com/', sub: faker.string.alphanumeric(20) };
}

export function email(faker: Faker): SubjectIdentifier {
  return { format: 'email', email: faker.internet.exampleEmail() };
}

/** A device of a tenant. */
export function device(faker: Faker): SubjectIdentifier {
  return {
    format: 'complex',
    device: { format: 'iss_sub', iss: 'https://mdm.example.com/', sub: faker.string.uuid() },
    tenant: { format: 'opaque', id: faker.string.alphanumeric(10) },
  };
}

/** A session of a user. */
export function session(faker: Faker): SubjectIdentifier {
  return {
    format: 'complex',
    session: { format: 'opaque', id: faker.string.alphanumeric(24) },
    user: account(faker),
    tenant: { format: 'opaque', id: faker.string.alphanumeric(10) },
  };
}

/** A token, named by its issuer and identifier (SSF 3.5.1). */
export function token(faker: Faker): SubjectIdentifier {
  return { format: 'jwt_id', iss: 'https://idp.example.com/', jti: faker.string.alphanumeric(22) };
}
