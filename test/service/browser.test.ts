import { ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { skip } from '../harness/skip';
import { launchBrowser, whyNoBrowser } from '../workbench/browser';
import { presign } from './presign';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

// A real browser on pages of somebody else: what they can make it send, and what they get.

describe('a browser', () => {
  let service: TestService;
  let pages: Server;
  let browser: Browser | undefined;
  before(async function () {
    const why = whyNoBrowser();
    if (why !== undefined) return skip(this, why);
    service = await startTestService();
    pages = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<body>hello'));
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    pages?.close();
    await service?.end();
  });

  for (const host of ['evil.localhost', '127.0.0.1']) {
    it(`gives nothing of the service to a page of ${host}, not even with a signature`, async () => {
      assert.ok(browser);
      const page = await browser.newPage();
      await page.goto(`http://${host}:${(pages.address() as AddressInfo).port}/`);
      const body = '{"profilingGroupName":"evil"}';
      const list = await presign(service.address, { target: '/profilingGroups' });
      const create = await presign(service.address, {
        method: 'POST',
        target: '/profilingGroups?clientToken=evil',
        body,
      });
      const formAnswer = page.waitForResponse((response) => response.request().isNavigationRequest());
      const got = await page.evaluate(attack, {
        list,
        create,
        body,
        rebound: list.replace('127.0.0.1', 'evil.localhost'),
      });
      assert.deepEqual(got, {
        read: 'TypeError',
        blindRead: 'TypeError',
        blindWrite: 'TypeError',
        preflight: 'TypeError',
        image: 'error',
        script: 'error',
        rebound: 'TypeError',
        form: 'submitted',
      });
      assert.equal((await formAnswer).status(), 403);
      const { profilingGroupNames } = await service.client.send(new ListProfilingGroupsCommand({}));
      assert.deepEqual(profilingGroupNames, []);
      await page.close();
    });
  }

  it('shows a presigned address to the person who types it', async () => {
    assert.ok(browser);
    const page = await browser.newPage();
    const response = await page.goto(await presign(service.address, { target: '/profilingGroups' }));
    assert.equal(response?.status(), 200);
    assert.deepEqual(await response.json(), { profilingGroupNames: [] });
    await page.close();
  });
});

interface Targets {
  readonly list: string;
  readonly create: string;
  readonly body: string;
  readonly rebound: string;
}

/** Runs in the page. */
async function attack({ list, create, body, rebound }: Targets): Promise<Record<string, string>> {
  const attempt = async (url: string, init?: RequestInit): Promise<string> => {
    try {
      const response = await fetch(url, init);
      return `${response.type} ${response.status} ${JSON.stringify(await response.text())}`;
    } catch (error) {
      return (error as Error).name;
    }
  };
  const embed = (tag: 'img' | 'script'): Promise<string> =>
    new Promise((resolve) => {
      const element = document.createElement(tag);
      element.onload = () => resolve('load');
      element.onerror = () => resolve('error');
      element.src = list;
      document.body.append(element);
    });
  const submit = (): string => {
    const frame = Object.assign(document.createElement('iframe'), { name: 'hidden' });
    const form = Object.assign(document.createElement('form'), {
      method: 'post',
      action: create,
      target: 'hidden',
    });
    form.enctype = 'text/plain';
    document.body.append(frame, form);
    form.submit();
    return 'submitted';
  };
  return {
    read: await attempt(list),
    blindRead: await attempt(list, { mode: 'no-cors' }),
    blindWrite: await attempt(create, { mode: 'no-cors', method: 'POST', body }),
    preflight: await attempt(create, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    }),
    image: await embed('img'),
    script: await embed('script'),
    rebound: await attempt(rebound),
    form: submit(),
  };
}
