export const oktaBase = 'https://schemas.okta.com/secevent/okta/event-type/';
export const caepBase = 'https://schemas.openid.net/secevent/caep/event-type/';
export const riscBase = 'https://schemas.openid.net/secevent/risc/event-type/';
