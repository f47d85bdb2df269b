const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 };

export type Style = keyof typeof codes;

/** Colours a string, or leaves it alone. */
export type Paint = (style: Style | readonly Style[], text: string) => string;

/** ANSI styling when `color`, else none. Only for text that has been through `visible`: it adds escapes, it removes none. */
export function painter(color: boolean): Paint {
  if (!color) return (_style, text) => text;
  return (style, text) => {
    const on = (typeof style === 'string' ? [style] : style).map((name) => `\u001b[${codes[name]}m`).join('');
    return `${on}${text}\u001b[0m`;
  };
}
