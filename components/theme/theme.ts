/** Mantine's side of the design tokens; colours of our own are in tokens.css. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** A quiet slate: buttons and focus must not compete with what needs attention. */
const slate: MantineColorsTuple = [
  '#f4f6f8',
  '#e6eaee',
  '#ccd3da',
  '#aab5c0',
  '#8493a2',
  '#657686',
  '#4c5c6b',
  '#3b4956',
  '#2b3640',
  '#1c242c',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  colors: { slate },
  primaryColor: 'slate',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  defaultRadius: 'sm',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '600' },
});
