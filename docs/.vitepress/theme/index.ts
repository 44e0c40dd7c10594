// The theme: VitePress's default with a calmer type, and what chapters hold beside text as components.

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { type Component, h } from 'vue';
import './custom.css';
import './code.css';
import './code-colours.css';
import './exercises/exercises.css';
import './layout.css';
import './pages.css';
import './still.css';
import ExerciseMark from './exercises/ExerciseMark.vue';
import WritesSwitch from './exercises/WritesSwitch.vue';
import BlockingTimeline from './pictures/BlockingTimeline.vue';
import ByteLayout from './pictures/ByteLayout.vue';
import CopyByHand from './pictures/CopyByHand.vue';
import DeadlineHeap from './pictures/DeadlineHeap.vue';
import LogInTurn from './pictures/LogInTurn.vue';
import LogParts from './pictures/LogParts.vue';
import LoopTurn from './pictures/LoopTurn.vue';
import RankTree from './pictures/RankTree.vue';
import RehashTable from './pictures/RehashTable.vue';
import ReverseCursor from './pictures/ReverseCursor.vue';
import Rotation from './pictures/Rotation.vue';
import ServerMap from './pictures/ServerMap.vue';
import TwoDeaths from './pictures/TwoDeaths.vue';
import { visualisers } from './visualisers/index.ts';

const pictures = {
  BlockingTimeline,
  ByteLayout,
  CopyByHand,
  DeadlineHeap,
  LogInTurn,
  LogParts,
  LoopTurn,
  RankTree,
  RehashTable,
  ReverseCursor,
  Rotation,
  ServerMap,
  TwoDeaths,
};

const exercises = { ExerciseMark, WritesSwitch };

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => h(visualisers.FrontTerminal as Component),
    }),
  enhanceApp({ app }) {
    for (const [name, picture] of Object.entries({ ...pictures, ...exercises, ...visualisers }))
      app.component(name, picture);
  },
} satisfies Theme;
