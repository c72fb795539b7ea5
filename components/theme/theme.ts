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

/** Mantine's dark surfaces in the same slate as ours. */
const dark: MantineColorsTuple = [
  '#e7eaed',
  '#b0b9c2',
  '#98a2ac',
  '#6b7682',
  '#4a545e',
  '#39424b',
  '#20262c',
  '#181c21',
  '#101317',
  '#0b0d10',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  colors: { slate, dark },
  primaryColor: 'slate',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  defaultRadius: 'sm',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '600' },
});
