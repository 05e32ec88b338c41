/** A hole that every code model fills the same way. */
export const SNIPPET = {
  prefix: 'def add(a, b):\n    """Return the sum of a and b."""\n    return ',
  suffix: '\n\n\ndef subtract(a, b):\n    """Return the difference of a and b."""\n    return a - b\n',
};
export const EXPECTED = /\ba\s*\+\s*b\b/;
/** Talk, or the family's own tokens as text: what a model writes that was not trained for this. */
export const PROSE = /```|<\|?fim|<｜|^\s*(sure|here|certainly|the |this |you )/i;
export const HOLE_TOKENS = 16;
