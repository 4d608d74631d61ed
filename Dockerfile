# PMQA on Debian 12: the same image for web, workers and one-off commands. compose.yaml says how they are started.
FROM debian:12-slim

RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
       python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/pmqa --shell /usr/sbin/nologin pmqa

WORKDIR /srv/pmqa
COPY pyproject.toml requirements.lock ./
# The packages of the lock that the site needs, without those of the tests.
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir uv==$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements.lock) \
    && .venv/bin/uv pip compile -q pyproject.toml -c requirements.lock --universal --generate-hashes -o site.lock \
    && VIRTUAL_ENV=.venv .venv/bin/uv pip install --no-cache --require-hashes -r site.lock \
    && .venv/bin/uv pip uninstall -q --python .venv/bin/python uv \
    && mv site.lock requirements.lock

COPY manage.py ./
COPY pmqa pmqa
COPY customers customers
COPY channels channels
COPY complaints complaints
COPY participation participation
COPY satisfaction satisfaction
COPY standards standards
COPY templates templates
COPY static static
COPY locale locale
RUN .venv/bin/python -m pmqa.management.catalogue locale/th/LC_MESSAGES/django.po \
    && mkdir /var/lib/pmqa && chown pmqa:pmqa /var/lib/pmqa

ENV PATH=/srv/pmqa/.venv/bin:$PATH PMQA_DATA=/var/lib/pmqa PMQA_DEMONSTRATION=0 PYTHONUNBUFFERED=1
USER pmqa
VOLUME /var/lib/pmqa
EXPOSE 8000
# The static files belong to the image's release, and so to each container.
CMD ["sh", "-c", "python manage.py prepare --database --static && exec python -m gunicorn pmqa.wsgi --bind 0.0.0.0:8000 --workers ${PMQA_WEB_WORKERS:-2} --preload --backlog 4096 --timeout 120 --graceful-timeout 5 --no-control-socket --log-level warning"]
