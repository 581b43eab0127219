// examples/supabase in Chromium, with a picture of each page in build/pictures/supabase/walk/.
import { test } from 'node:test';

import { nobodyWalks, walkThrough } from '../support/jade_gate.js';
import { walks } from '../support/jade_gate_walks.js';

test('Jade Gate', { skip: nobodyWalks }, (t) => walkThrough(t, walks, 'supabase/walk', 'glance'));
