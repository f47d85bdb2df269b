/** The one stylesheet of every page. */
export const stylesheet = `
body{font-family:system-ui,sans-serif}
`;
