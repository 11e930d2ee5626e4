import { useNavigate, useSearch } from '@tanstack/react-router';
import { TopBar } from '../../ui/top-bar.tsx';
import { Section } from '../home/section.tsx';
import { Experts } from './experts.tsx';
import { SuccessPatterns } from './success-patterns.tsx';

/** What the organization has learned from its runs. */
export function InsightsPage() {
  const { topic } = useSearch({ from: '/shell/insights' });
  const navigate = useNavigate({ from: '/insights' });
  return (
    <>
      <TopBar title="Insights" />
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[1080px] flex-col gap-6 px-6 pt-5 pb-6 max-md:px-4">
          <Section title="Experts">
            <Experts
              topic={topic ?? ''}
              onTopic={(next) => void navigate({ search: { topic: next === '' ? undefined : next }, replace: true })}
            />
          </Section>
          <Section title="Success patterns" note="last 30 days">
            <SuccessPatterns />
          </Section>
        </div>
      </div>
    </>
  );
}
