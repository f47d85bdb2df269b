/** Whether credentials may travel to the URL: by TLS, or without leaving the machine (RFC 6750 5.3). */
export function isConfidential(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(url.hostname);
}
