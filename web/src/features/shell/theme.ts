import { create } from 'zustand';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'aether.theme';
const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return CHOICES.find((choice) => choice === value) ?? 'system';
  } catch {
    return 'system';
  }
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

/** The person's choice; `public/theme.js` applies it before the first paint. */
export const useTheme = create<{ choice: ThemeChoice }>(() => ({ choice: stored() }));

export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is blocked: the choice holds for this page only.
  }
  useTheme.setState({ choice });
}

/** Keeps the page in step with the choice and with the system. */
export function watchTheme(): void {
  const apply = (): void => {
    const { choice } = useTheme.getState();
    const dark = choice === 'dark' || (choice === 'system' && systemIsDark.matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  };
  useTheme.subscribe(apply);
  systemIsDark.addEventListener('change', apply);
  apply();
}
