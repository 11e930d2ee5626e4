import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from '../../ui/tabs.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { ApiKeysTab } from './api-keys-tab.tsx';
import { BudgetsTab } from './budgets-tab.tsx';
import { ConnectedAppsTab } from './connected-apps-tab.tsx';
import { ModelsTab } from './models-tab.tsx';
import { ProfileTab } from './profile-tab.tsx';
import { SessionsTab } from './sessions-tab.tsx';
import { UsageTab } from './usage-tab.tsx';

const TABS = [
  { value: 'profile', label: 'Profile' },
  { value: 'keys', label: 'API keys' },
  { value: 'apps', label: 'Connected apps' },
  { value: 'sessions', label: 'Sessions' },
  { value: 'models', label: 'Models' },
  { value: 'budgets', label: 'Budgets' },
  { value: 'usage', label: 'Usage' },
] as const;

/** What belongs to the person, and the models and budgets of the organization. */
export function SettingsPage() {
  const { tab = 'profile' } = useSearch({ from: '/shell/settings' });
  const navigate = useNavigate({ from: '/settings' });
  return (
    <>
      <TopBar title="Settings" />
      <Tabs
        label="Settings"
        value={tab}
        options={TABS}
        onChange={(next) => void navigate({ search: { tab: next === 'profile' ? undefined : next }, replace: true })}
      >
        <div className="min-h-0 flex-1 overflow-auto">
          <div className="max-w-192 p-6 max-md:p-4">
            {tab === 'profile' ? <ProfileTab /> : null}
            {tab === 'keys' ? <ApiKeysTab /> : null}
            {tab === 'apps' ? <ConnectedAppsTab /> : null}
            {tab === 'sessions' ? <SessionsTab /> : null}
            {tab === 'models' ? <ModelsTab /> : null}
            {tab === 'budgets' ? <BudgetsTab /> : null}
            {tab === 'usage' ? <UsageTab /> : null}
          </div>
        </div>
      </Tabs>
    </>
  );
}
