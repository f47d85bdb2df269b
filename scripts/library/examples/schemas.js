import { Ajv2020 } from 'ajv/dist/2020.js';
import { eventSchemas, transmitterMetadataSchema } from 'ssf-conformance/schemas';

const ajv = new Ajv2020();
const metadata = { issuer: 'https://transmitter.example.com', critical_subject_members: [] };
if (!ajv.validate(transmitterMetadataSchema, metadata)) console.log(ajv.errorsText());

const type = 'https://schemas.openid.net/secevent/caep/event-type/credential-change';
const event = { credential_type: 'password', change_type: 'revoke' };
console.log(ajv.validate(eventSchemas[type], event) ? 'valid' : ajv.errorsText());
