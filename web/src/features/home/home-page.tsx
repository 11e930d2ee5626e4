import { Plus } from 'lucide-react';
import { buttonClasses } from '../../ui/button.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { Link } from '@tanstack/react-router';
import { MyAgents } from './my-agents.tsx';
import { PromptBox } from './prompt-box.tsx';
import { RecentRuns } from './recent-runs.tsx';
import { RecommendedAgents } from './recommended-agents.tsx';

export function HomePage() {
  return (
    <>
      <TopBar
        title="Home"
        actions={
          <Link to="/knowledge" className={buttonClasses({ variant: 'secondary' })}>
            <Plus className="icon-s" aria-hidden="true" />
            Add knowledge
          </Link>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[1080px] flex-col gap-6 px-6 pt-5 pb-6 max-md:px-4">
          <PromptBox />
          <MyAgents />
          <RecommendedAgents />
          <RecentRuns />
        </div>
      </div>
    </>
  );
}
