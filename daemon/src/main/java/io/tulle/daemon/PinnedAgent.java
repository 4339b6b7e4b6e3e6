package io.tulle.daemon;

import org.agrona.concurrent.Agent;

/** Runs another agent on a thread that is tied to one processor first. */
record PinnedAgent(Agent agent, Runnable pin) implements Agent
{
    @Override
    public void onStart()
    {
        pin.run();
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception
    {
        return agent.doWork();
    }

    @Override
    public void onClose()
    {
        agent.onClose();
    }

    @Override
    public String roleName()
    {
        return agent.roleName();
    }
}
