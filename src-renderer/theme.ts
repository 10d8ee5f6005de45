import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Forest: what can be acted on. */
const forest: MantineColorsTuple = [
  '#eaf5f2',
  '#d5e8e3',
  '#abd1c7',
  '#7dbaaa',
  '#57a691',
  '#3f9a82',
  '#2b7f6a',
  '#1f6a58',
  '#1b5a4c',
  '#12463a',
]

/** Clay: what deserves a look. */
const clay: MantineColorsTuple = [
  '#fdf1e7',
  '#f7e1cf',
  '#efc19c',
  '#e7a066',
  '#e08540',
  '#d97428',
  '#b95c17',
  '#984a11',
  '#7b3c0f',
  '#5f2d09',
]

/** Warm greys, so that light is paper and dark an evening, not a screen. */
const gray: MantineColorsTuple = [
  '#faf7f2',
  '#f4efe7',
  '#ebe5da',
  '#e0d9cc',
  '#d0c8ba',
  '#b0a798',
  '#8a8276',
  '#4e4840',
  '#38332d',
  '#26221d',
]

const dark: MantineColorsTuple = [
  '#e9e4dc',
  '#cfc9bf',
  '#b3aca1',
  '#8f887d',
  '#5d574f',
  '#433e38',
  '#353029',
  '#2a2621',
  '#211d19',
  '#181512',
]

const fontFamily = '"Atkinson Hyperlegible Next Variable", "Segoe UI", "Noto Sans", sans-serif'

export const theme = createTheme({
  primaryColor: 'forest',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.34,
  colors: { forest, clay, gray, dark },
  fontFamily,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // In capitals a word loses its accents to the eye, and shouts.
    Badge: { defaultProps: { tt: 'none' } },
    // What helps, and what went wrong, is read as easily as what it is about.
    InputDescription: { defaultProps: { fz: 'sm' } },
    InputError: { defaultProps: { fz: 'sm' } },
    // The scroll bar has a place of its own: nothing shifts when a panel holds the page still.
    DrawerRoot: { defaultProps: { removeScrollProps: { removeScrollBar: false } } },
    ModalRoot: { defaultProps: { removeScrollProps: { removeScrollBar: false } } },
    // A question has a header, and the page its banner already.
    ModalHeader: { defaultProps: { role: 'presentation' } },
  },
  headings: {
    fontFamily: `"Bricolage Grotesque Variable", ${fontFamily}`,
    fontWeight: '650',
    textWrap: 'balance',
    sizes: { h1: { fontSize: '1.85rem', lineHeight: '1.2' }, h2: { fontSize: '1.35rem', lineHeight: '1.3' } },
  },
})

/** Paper rather than white; text that holds its contrast on it. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbf8f3',
    '--mantine-color-text': '#2b2722',
    '--mantine-color-dimmed': '#665f56',
    '--mantine-color-placeholder': '#766f66',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': '#ddd5c8',
    '--maillage-sheet': '#ffffff',
    '--maillage-aside': '#f3ede3',
    '--maillage-hover': '#f0e9dd',
    '--maillage-line': '#e6dfd3',
  },
  dark: {
    '--mantine-color-body': '#1d1a16',
    '--mantine-color-text': '#ece7df',
    '--mantine-color-dimmed': '#b3aca1',
    '--mantine-color-placeholder': '#9d968b',
    '--mantine-color-error': '#ff9b8f',
    '--mantine-color-default-border': '#4a443d',
    '--maillage-sheet': '#25211c',
    '--maillage-aside': '#171411',
    '--maillage-hover': '#2c2721',
    '--maillage-line': '#38332d',
  },
})
