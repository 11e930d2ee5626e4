import { Check, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import type { MenuAction } from '../../ui/menu-props.ts';
import { chooseTheme, useTheme, type ThemeChoice } from './theme.ts';

const THEMES: readonly [ThemeChoice, string, LucideIcon][] = [
  ['system', 'System theme', Monitor],
  ['light', 'Light theme', Sun],
  ['dark', 'Dark theme', Moon],
];

/** Three menu entries; the chosen one carries a tick. */
export function useThemeActions(): MenuAction[] {
  const { choice } = useTheme();
  return THEMES.map(([theme, label, Icon]) => ({
    label: theme === choice ? `${label} (chosen)` : label,
    icon:
      theme === choice ? (
        <Check className="icon text-link" aria-hidden="true" />
      ) : (
        <Icon className="icon text-ink-3" aria-hidden="true" />
      ),
    onSelect: () => chooseTheme(theme),
  }));
}
