/** Okta's names for credentials that CAEP has no name for. */
const own: readonly string[] = [
  'SECURITY_QUESTION',
  'SOFT_TOKEN',
  'OKTA_SOFT_TOKEN',
  'VIP_FACTOR',
  'EMAIL_FACTOR',
  'SECUREID_FACTOR',
  'DUO_SECURITY',
  'OKTA_VERIFY_PUSH',
  'YUBIKEY_OTP_FACTOR',
  'FIDO_WEBAUTHN',
  'CUSTOM_APP_PUSH',
  'CLAIMS_AS_FACTOR',
  'HOTP_FACTOR',
  'SIGNED_NONCE',
  'ALL_FACTORS',
  'TOTP',
];

/** Those of CAEP 3.3, which Okta takes over. */
const standard: readonly string[] = [
  'password',
  'pin',
  'x509',
  'fido2-platform',
  'fido2-roaming',
  'fido-u2f',
  'verifiable-credential',
  'phone-voice',
  'phone-sms',
  'app',
];

/** Words of people for credentials that Okta has a name for. */
const others: readonly (readonly [RegExp, string])[] = [
  [/okta.*verify|push/i, 'OKTA_VERIFY_PUSH'],
  [/totp|authenticator/i, 'TOTP'],
  [/e-?mail/i, 'EMAIL_FACTOR'],
  [/question/i, 'SECURITY_QUESTION'],
  [/passkey|webauthn|security[\s_-]*key/i, 'FIDO_WEBAUTHN'],
  [/sms/i, 'phone-sms'],
  [/voice|call/i, 'phone-voice'],
  [/^all$/i, 'ALL_FACTORS'],
];

/** A credential in the vocabulary of Okta's credential-change. */
export function credentialType(words: string): string {
  const named = [...standard, ...own].find((name) => name.toLowerCase() === words.toLowerCase());
  return named ?? others.find(([pattern]) => pattern.test(words))?.[1] ?? 'CLAIMS_AS_FACTOR';
}
